/**
 * The whole configuration of an ssh client for one fetch: nothing of the machine's is read. It connects to the address
 * that was checked, and knows the server by its name; a server that was never met is taken at its word once.
 */
export function sshConfig(place: {
  readonly host: string
  readonly address: string
  /** paths */
  readonly knownHosts: string
  readonly privateKey: string | undefined
}): string {
  const key = place.privateKey
  return [
    'Host *',
    `HostName ${place.address}`,
    `HostKeyAlias ${place.host}`,
    ...(key === undefined ? ['PubkeyAuthentication no'] : [`IdentityFile "${key}"`]),
    'IdentitiesOnly yes',
    'IdentityAgent none',
    'PreferredAuthentications publickey',
    'BatchMode yes',
    'StrictHostKeyChecking accept-new',
    `UserKnownHostsFile "${place.knownHosts}"`,
    'GlobalKnownHostsFile /dev/null',
    'UpdateHostKeys no',
    'HashKnownHosts no',
    'CheckHostIP no',
    'ClearAllForwardings yes',
    'ForwardAgent no',
    'PermitLocalCommand no',
    'ConnectTimeout 15',
    'ServerAliveInterval 10',
    'ServerAliveCountMax 3',
    'LogLevel ERROR',
    '',
  ].join('\n')
}
