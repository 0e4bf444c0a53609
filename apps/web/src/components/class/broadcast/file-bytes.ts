/** of a file that is sent to a class */
export const MOST_BYTES = 700 * 1024
const CHUNK = 8192

export function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return btoa(binary)
}
