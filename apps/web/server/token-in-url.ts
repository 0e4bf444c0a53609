const TOKEN_IN_URL = /berth_(?:pat|svc|dpl|agt)_[0-9A-Za-z_]{12,70}/

/** An API token in an address ends up in logs, histories and Referer headers: it is refused there, and said so. */
export function findTokenInUrl(url: string): string | undefined {
  return TOKEN_IN_URL.exec(url)?.[0]
}
