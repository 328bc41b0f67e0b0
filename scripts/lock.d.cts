/** Types of `lock.cjs`, which is plain JavaScript because it also runs before anything is installed. */
export interface Lock {
  /** Makes the lock outlive this process for as long as the child lives. */
  adopt(pid: number): void;
  release(): void;
}
export function acquire(folder: string, onWait?: (pid: number) => void): Promise<Lock>;
