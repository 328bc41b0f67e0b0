import type { Backtest } from "../model";
import { daily, monthly, tooLarge } from "./daejeon";
import { noCopy } from "./no-copy";
import { purged } from "./purged";
import { forgotten, replicated } from "./replicated";
import { restored } from "./restored";
import { backupBeside, backupOption, nameServers, twoRooms } from "./same-campus";
import { stateless } from "./stateless";

/** Every case, in the order of the page. */
export const CASES: readonly Backtest[] = [replicated, forgotten, restored, noCopy, stateless, backupBeside, backupOption, purged, nameServers, twoRooms, tooLarge, daily, monthly];
