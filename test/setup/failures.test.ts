import { problemsOf } from "../../operations/engine/failures";

const said = (stderr: string) => problemsOf(stderr).map(({ where, problem }) => `${where}: ${problem}`);

/** Words of the CLI where no engine is at hand to say them (pulumi/pkg/backend). */
it.each([
  ["error: problem logging in: unable to check if bucket s3://state is accessible: blob (code=Unknown): dial tcp: lookup s3.test: no such host", "backend: it cannot be reached"],
  ["error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions", "backend: nobody is logged in to it"],
  ["error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables", "passphrase: the stack has encrypted secrets and no passphrase is set"],
  ["error: [409] Conflict: Another update is currently in progress.", "stack: another update of it is running, or one was killed and left its lock"],
  ["error: no stack named 'prod' found", "stack: the backend holds no stack of this name"],
])("%s", (stderr, expected) => expect(said(stderr)).toEqual([expected]));

it("what it does not know it passes on, without stack trace and transport", () => {
  const [problem] = problemsOf("error: rpc error: code = Unknown desc = the tape is torn\n    at Reader.read (tape.js:1:1)\n");
  expect(problem).toEqual({ where: "pulumi", problem: "the tape is torn", fix: "correct what the message names" });
});

it("tells of each resource and each rejection once, by name, and leaves out the engine's summary", () => {
  const urn = "urn:pulumi:prod::firebreak::aws:s3/bucket:Bucket::uploads";
  const torn = { severity: "error", urn, message: "BucketAlreadyExists: choose another name" } as const;
  const diagnostics = [torn, torn, { severity: "error", urn: undefined, message: "preview failed" }, { severity: "warning", urn, message: "be careful" }] as const;
  const finding = { policy: "off-site-copy", urn, name: "uploads", enforcement: "mandatory", message: "Every bucket needs a copy.\nBucket \"uploads\" has none.\nFix: Add one.\nSee a page" } as const;
  expect(problemsOf("error: preview failed", diagnostics, [finding, { ...finding, enforcement: "advisory" }])).toEqual([
    { where: "uploads (off-site-copy)", problem: 'Every bucket needs a copy.\nBucket "uploads" has none.', fix: "Add one." },
    { where: "uploads", problem: "BucketAlreadyExists: choose another name", fix: "correct what the message names" },
  ]);
});

it("a protected resource and a cloud that does not answer are told with what to do", () => {
  const on = (message: string) => problemsOf("", [{ severity: "error", urn: "urn:pulumi:prod::firebreak::t:i:T::vault", message }])[0];
  expect(on('resource "..." cannot be deleted\nbecause it is protected.')).toMatchObject({ where: "vault", problem: "it is protected, so the engine does not delete it" });
  expect(on("request send failed: dial tcp: i/o timeout")).toMatchObject({ where: "vault", problem: "its cloud does not answer" });
});
