/** The command that pushes an archive here. On localhost the registry speaks plain HTTP, which skopeo takes only when told. */
export function skopeoPush(host: string, tenant: string): string {
  const plain = /^localhost(:\d+)?$/.test(host) ? ['--dest-tls-verify=false'] : []
  return ['skopeo copy', ...plain, `docker-archive:hello.tar docker://${host}/${tenant}/hello:1`].join(' ')
}
