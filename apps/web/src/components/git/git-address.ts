type Place = { readonly tenant: string; readonly app: string }

/** `https://berth.example/git/acme/web.git` */
export function httpsAddress(url: string, { tenant, app }: Place): string {
  return `${url}/git/${tenant}/${app}.git`
}

/** `ssh://git@berth.example:7022/acme/web.git`; null where git over SSH is off (port 0). */
export function sshAddress(url: string, sshPort: number, { tenant, app }: Place): string | null {
  return sshPort === 0 ? null : `ssh://git@${new URL(url).hostname}:${sshPort}/${tenant}/${app}.git`
}
