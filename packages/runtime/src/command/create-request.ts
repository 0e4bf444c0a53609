export type CreateRequest = {
  readonly id: string
  /** folder of the bundle */
  readonly bundle: string
  /** name of the configuration within it */
  readonly config: string
  readonly pidFile: string | undefined
  readonly consoleSocket: string | undefined
  /** how many of the caller's descriptors, from 3 on, the program gets */
  readonly preserved: number
  /** those of them that are sockets which its service manager opened (sd_listen_fds) */
  readonly listening: number
  readonly ownKeyring: boolean
  /** the root is entered, not pivoted to: for roots on a ramdisk */
  readonly noPivot: boolean
  /** the launcher stays until the container ends, and takes its exit code */
  readonly stays: boolean
}
