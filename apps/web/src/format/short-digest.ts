/** `acme/hello@sha256:` with twelve digits, as docker shows it. */
export function shortDigest(image: string): string {
  return image.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')
}
