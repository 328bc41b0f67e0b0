import { Command, Option } from "commander";
import type { Burnt } from "./burn";
import { burn, extinguish, listBurnt } from "./burn";
import { FOLDER_VARIABLE } from "./store";

interface PlaceOptions {
  readonly provider?: "aws" | "ovh";
  readonly region?: string;
  readonly campus?: string;
}

const place = (options: PlaceOptions): Burnt | undefined =>
  options.provider === undefined
    ? undefined
    : { provider: options.provider, ...(options.region === undefined ? {} : { region: options.region }), ...(options.campus === undefined ? {} : { campus: options.campus }) };

const words = ({ provider, region, campus }: Burnt): string => [provider, ...(region === undefined ? [] : [`region ${region}`]), ...(campus === undefined ? [] : [`campus ${campus}`])].join(", ");

function folder(): string {
  const root = process.env[FOLDER_VARIABLE];
  if (root === undefined || root === "") throw new Error(`${FOLDER_VARIABLE} is not set: it names the folder in which the simulated clouds keep their state`);
  return root;
}

/** `node --import tsx clouds/main.ts burn --provider ovh --campus GRA`: what burns, and the tables that the providers check against. */
export function commands(print: (text: string) => void): Command {
  const program = new Command("clouds").description("the simulated clouds: make places burn").showHelpAfterError();
  const provider = (): Option => new Option("--provider <name>", "provider").choices(["aws", "ovh"]);
  const report = (): void => print(listBurnt(folder()).map((burnt) => `${words(burnt)}\n`).join("") || "nothing burns\n");
  program
    .command("burn")
    .description("from now on every call to the place fails")
    .addOption(provider().makeOptionMandatory())
    .option("--region <code>", "one region instead of the whole provider")
    .option("--campus <code>", "every region on one campus")
    .action(async (options: PlaceOptions) => {
      const chosen = place(options);
      if (chosen !== undefined) await burn(folder(), chosen);
      report();
    });
  program
    .command("extinguish")
    .description("the place answers again, with what stood there; without options, all places")
    .addOption(provider())
    .option("--region <code>")
    .option("--campus <code>")
    .action(async (options: PlaceOptions) => {
      await extinguish(folder(), place(options));
      report();
    });
  program.command("list").description("what burns").action(report);
  program
    .command("shapes")
    .description("write the tables of inputs and outputs anew, after a new version of an SDK")
    .action(async () => {
      const { writeShapes } = await import("./shapes/write");
      writeShapes();
    });
  return program;
}

if (require.main === module) {
  commands((text) => process.stdout.write(text))
    .parseAsync()
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 2;
    });
}
