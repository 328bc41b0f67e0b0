import { from, Stack, type Handle } from "../../analysis/graphs";
import { DAEJEON, days, hours, type Backtest } from "../model";

const FIRE = "campus:aws/ap-northeast-2";
const PLACE = "at AWS Seoul, because no provider of the tables is at Daejeon";

/** 858 TB that were held to be too large to back up. */
export const tooLarge: Backtest = {
  name: "G-Drive: 858 TB without a copy",
  event: DAEJEON,
  modelled: `a file system of 858 TB ${PLACE}`,
  sources: ["https://www.techspot.com/news/109799-858tb-gone-forever-south-korea-data-center-fire.html"],
  stack: () => {
    const stack = new Stack("government");
    stack.aws("ap-northeast-2");
    stack.add("aws:efs/fileSystem:FileSystem", "g-drive", {});
    return stack.graph();
  },
  stated: { volumes: [{ resource: "g-drive", size: "858TB" }] },
  checks: [{ disaster: FIRE, fate: { "g-drive": "lost" } }],
  recorded: "858 TB lost",
};

function backedUp(stack: Stack, system: Handle, vaults: readonly [Handle, Handle], schedule: string): void {
  const [near, far] = vaults;
  const plan = stack.add("aws:backup/plan:Plan", `${system.name}-plan`, {
    rules: [{ ruleName: "regular", targetVaultName: near.name, schedule, startWindow: 60, copyActions: [{ destinationVaultArn: `arn:aws:backup:ap-northeast-1:123456789012:backup-vault:${far.name}` }] }],
  });
  stack.add("aws:backup/selection:Selection", `${system.name}-selection`, { planId: from(plan), iamRoleArn: "arn:aws:iam::123456789012:role/backup", resources: [from(system)] });
}

function systems() {
  const stack = new Stack("government");
  stack.aws("ap-northeast-2");
  const tokyo = stack.aws("ap-northeast-1");
  const near = stack.add("aws:backup/vault:Vault", "near", { name: "near" });
  const far = stack.add("aws:backup/vault:Vault", "far", { name: "far" }, { provider: tokyo });
  for (const [name, schedule] of [["daily-systems", "cron(0 0 * * ? *)"], ["monthly-systems", "cron(0 0 1 * ? *)"]] as const) {
    backedUp(stack, stack.add("aws:ec2/instance:Instance", name, {}), [near, far], schedule);
  }
  return stack.graph();
}

const restoring = {
  event: DAEJEON,
  sources: ["https://www.techradar.com/pro/security/the-south-korean-government-has-learnt-they-need-a-backup-the-hard-way"],
  stack: systems,
  stated: { assumptions: [{ mechanism: "aws-backup-duration", rpo: "0s", reason: "the record gives intervals only" }] },
};

/** Systems that were backed up every day. */
export const daily: Backtest = {
  ...restoring,
  name: "The other 95 systems: backed up daily",
  modelled: `servers ${PLACE}, backed up every day and every month to Tokyo, no server standing by`,
  checks: [{ disaster: FIRE, fate: { "daily-systems": "kept" }, rpo: { of: "daily-systems", seconds: hours(24) }, rto: days(28) }],
  recorded: "up to 24 h lost; no standby existed, up to 4 weeks until the rest was back",
  why: "The hour above 24 h is the shortest window within which a backup may start. No time until everything is back is predicted: nothing runs or is reserved elsewhere and nobody had stated how long getting it takes, so it is unknown and a preview rejects it.",
};

/** Systems that were backed up once a month. */
export const monthly: Backtest = {
  ...restoring,
  name: "The other 95 systems: backed up monthly",
  modelled: "the same stack",
  checks: [{ disaster: FIRE, fate: { "monthly-systems": "kept" }, rpo: { of: "monthly-systems", seconds: days(26) }, rto: days(28) }],
  recorded: "last backup 31 August: 26 days lost; up to 4 weeks",
  why: "A preview cannot know on which day of the month it burns, so it counts the longest month and the start window. The time is unknown for the same reason as above.",
};
