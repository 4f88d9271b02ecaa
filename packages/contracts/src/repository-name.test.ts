import fc from "fast-check";
import { expect, test } from "vitest";
import { repositoryName } from "./repository-name.ts";

const shop = "github.com/acme/shop";
const forms: [string, string | undefined][] = [
  ["https://github.com/acme/shop", shop],
  ["https://github.com/acme/shop.git", shop],
  ["https://github.com/Acme/Shop.git/", shop],
  ["http://www.github.com/acme/shop", shop],
  ["https://anna@github.com/acme/shop.git", shop],
  ["https://anna:gh%40secret@github.com/acme/shop.git", shop],
  ["https://x-access-token:ghs_16C7e42F292c6912E7@github.com/acme/shop", shop],
  ["https://oauth2:a@b:c@github.com/acme/shop.git", shop],
  ["git@github.com:acme/shop.git", shop],
  ["git@github.com:acme/shop", shop],
  ["github.com:acme/shop.git", shop],
  ["git@github.com-work:acme/shop.git", shop],
  ["ssh://git@github.com/acme/shop.git", shop],
  ["ssh://git@github.com:22/acme/shop.git", shop],
  ["ssh://git@ssh.github.com:443/acme/shop.git", shop],
  ["git+ssh://git@github.com/acme/shop.git", shop],
  ["ssh+git://git@github.com/acme/shop.git", shop],
  ["git+https://github.com/acme/shop.git#main", shop],
  ["git://github.com/acme/shop.git", shop],
  ["  https://github.com/acme/shop.git?ref=main \n".trim(), shop],
  ["github.com/acme/shop", shop],
  ["https://gitlab.com/acme/back/end/shop.git", "gitlab.com/acme/back/end/shop"],
  ["git@altssh.gitlab.com:acme/shop.git", "gitlab.com/acme/shop"],
  ["ssh://git@git.corp.example:7999/proj/shop.git", "git.corp.example/proj/shop"],
  ["https://git.corp.example:8443/scm/proj/shop.git", "git.corp.example/proj/shop"],
  ["git@git.corp.example:proj/shop.git", "git.corp.example/proj/shop"],
  ["deploy@server:/srv/git/shop.git", "server/srv/git/shop"],
  ["ssh://deploy@server/srv/git/shop.git", "server/srv/git/shop"],
  ["ssh://git@[2001:db8::7]:2222/acme/shop.git", "[2001:db8::7]/acme/shop"],
  ["ssh://git@10.0.0.7:2222/acme/shop.git", "10.0.0.7/acme/shop"],
  ["https://acme@dev.azure.com/acme/Orders%20Team/_git/shop", "dev.azure.com/acme/orders team/shop"],
  ["git@ssh.dev.azure.com:v3/acme/Orders%20Team/shop", "dev.azure.com/acme/orders team/shop"],
  ["https://acme.visualstudio.com/DefaultCollection/orders/_git/shop", "dev.azure.com/acme/orders/shop"],
  ["acme@vs-ssh.visualstudio.com:v3/acme/orders/shop", "dev.azure.com/acme/orders/shop"],
  ["https://dev.azure.com/acme/_git/shop", "dev.azure.com/acme/shop/shop"],
  ["codecommit::eu-west-1://dev@shop", "git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop"],
  ["https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop", "git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop"],
  ["file://laptop/home/dev/shop", "laptop:/home/dev/shop"],
  ["file://laptop/C:/work/shop/", "laptop:C:/work/shop"],
  ["file:///home/dev/shop.git", undefined],
  ["/srv/git/shop.git", undefined],
  ["../shop.git", undefined],
  ["~/shop.git", undefined],
  ["C:\\work\\shop", undefined],
  ["C:/work/shop", undefined],
  ["\\\\server\\share\\shop.git", undefined],
  ["ext::ssh -p 22 server %S shop.git", undefined],
  ["https://github.com", undefined],
  ["https://github.com/..", undefined],
  ["", undefined],
];

test.for(forms)("%s is %s", ([remote, name]) => {
  expect(repositoryName(remote)).toBe(name);
});

test("what it answers it answers again, and nothing of a login is ever in it", () => {
  const word = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,11}$/);
  const secret = fc.stringMatching(/^[A-Za-z0-9%:+~!$]{8,30}$/).map((text) => `SECRET${text}`);
  const remote = fc
    .record({ host: word, owner: word, name: word, user: word, secret, scheme: fc.constantFrom("https", "ssh", "git+ssh", "http") })
    .chain(({ host, owner, name, user, secret: password, scheme }) =>
      fc.constantFrom(
        `${scheme}://${user}:${password}@${host}.example/${owner}/${name}.git`,
        `${scheme}://${password}@${host}.example:8443/${owner}/${name}`,
        `${user}@${host}.example:${owner}/${name}.git`,
      ),
    );
  fc.assert(
    fc.property(fc.oneof(remote, fc.string({ maxLength: 60 }), fc.webUrl()), (text) => {
      const name = repositoryName(text);
      if (name === undefined) return;
      expect(name).not.toMatch(/secret/i);
      if (!/^file:/i.test(text)) expect(repositoryName(name)).toBe(name);
    }),
  );
  fc.assert(
    fc.property(remote, (text) => {
      expect(repositoryName(text)).toMatch(/^[a-z0-9-]+\.example\/[a-z0-9-]+\/[a-z0-9-]+$/);
    }),
  );
});
