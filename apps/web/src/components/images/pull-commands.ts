/** The commands that fetch an image. On localhost the registry speaks plain HTTP, which podman and skopeo take only when told. */
export function pullCommands(pull: string): Readonly<Record<'docker' | 'podman' | 'skopeo', string>> {
  const isPlain = /^localhost(:\d+)?\//.test(pull)
  const flag = (name: string) => (isPlain ? ` --${name}=false` : '')
  const [file] = pull.split('/').slice(-1)
  return {
    docker: `docker pull ${pull}`,
    podman: `podman pull${flag('tls-verify')} ${pull}`,
    skopeo: `skopeo copy${flag('src-tls-verify')} docker://${pull} oci-archive:${file?.replaceAll(/[:@]/g, '-')}.tar`,
  }
}
