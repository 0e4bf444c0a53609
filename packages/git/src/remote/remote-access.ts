/** What a repository of somebody else is reached with. */
export type RemoteAccess = {
  /** The address that a host is to be reached at, looked up and checked just now. Error: outbound.unreachable. */
  readonly locate: (host: string) => Promise<string>
  /** for https: `user:token`, or a token alone */
  readonly token?: string | undefined
  /** for ssh: a private key in OpenSSH's form */
  readonly privateKey?: string | undefined
  /** lines of known_hosts: ssh servers as they were met first */
  readonly hostKeys: string
  /** path of certificates that are trusted besides the system's */
  readonly caFile?: string | undefined
}

export type RemoteLimits = {
  /** of all that is fetched */
  readonly maxBytes: number
  readonly timeoutMs: number
  /** until a server has told its branches; absent: 20 s */
  readonly listMs?: number
  /** a server that sends next to nothing for so long is given up; absent: 30 s */
  readonly stallMs?: number
}
