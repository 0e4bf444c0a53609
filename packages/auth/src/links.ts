/** Addresses of pages that come by mail; `url` is the platform's. */
export function invitationLink(url: string, token: string): string {
  return `${url}/invite/${token}`
}

export function resetLink(url: string, token: string): string {
  return `${url}/reset/${token}`
}
