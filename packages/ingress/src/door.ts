import type { Master } from './master.ts'

/** HAProxy on this machine, as the launcher drives it. */
export type Door = {
  /**
   * Takes over the HAProxy of an earlier launcher, reloaded with the present configuration, or starts one.
   * `pid` is the holder of the sockets, which stays the same when HAProxy is killed. Errors: ingress.failed (port taken, HAProxy refuses to start).
   */
  start(): Promise<{ readonly pid: number; readonly adopted: boolean }>
  /** HAProxy's master while it answers. */
  status(): Promise<Master | undefined>
  /** Lets requests finish for `graceMs`, then ends everything. */
  stop(graceMs?: number): Promise<void>
  /** Stops watching; HAProxy goes on. */
  detach(): void
}
