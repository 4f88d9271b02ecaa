import type { Task, TaskTemplate, TaskTemplateInput } from "@beckon/contracts/tasks";
import { newId } from "../platform/ids.ts";
import { create } from "./create.ts";
import { templateNotFound, tooManyTemplates } from "./tasks.errors.ts";
import type { TaskActor, TasksDeps } from "./tasks.types.ts";
import { countTemplates, deleteTemplate, findTemplate, insertTemplate, listTemplates, updateTemplate } from "./templates.repository.ts";

/** More than fit into a menu. */
const most = 500;

/** Tasks to be made again and again. */
export const createTemplates = (deps: TasksDeps) => {
  const { database, clock } = deps;
  const createTask = create(deps);
  return {
    list: async (): Promise<{ items: TaskTemplate[] }> => ({ items: await listTemplates(database.db, most) }),
    add: async (input: TaskTemplateInput): Promise<TaskTemplate> => {
      const now = clock();
      if ((await countTemplates(database.db)) >= most) throw tooManyTemplates({ detail: `At most ${most}.` });
      return insertTemplate(database.db, { id: newId("tt", now.getTime()), input, now });
    },
    replace: async (id: string, input: TaskTemplateInput): Promise<TaskTemplate> => {
      const template = await updateTemplate(database.db, { id, input, now: clock() });
      if (!template) throw templateNotFound();
      return template;
    },
    remove: async (id: string): Promise<void> => {
      if (!(await deleteTemplate(database.db, id))) throw templateNotFound();
    },
    /** A task as the template says. */
    create: async (actor: TaskActor, id: string): Promise<Task> => {
      const template = await findTemplate(database.db, id);
      if (!template) throw templateNotFound();
      return (await createTask(actor, template.task, { origin: "template" })).task;
    },
  };
};
