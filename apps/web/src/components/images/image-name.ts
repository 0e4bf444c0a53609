/** `acme/hello:1`, or with a digest `acme/hello@sha256:…`, of which as many digits are shown as asked for. */
export function imageName(repository: string, reference: string, digits?: number): string {
  if (!reference.includes(':')) return `${repository}:${reference}`
  const end = digits === undefined ? undefined : reference.indexOf(':') + 1 + digits
  return `${repository}@${reference.slice(0, end)}`
}
