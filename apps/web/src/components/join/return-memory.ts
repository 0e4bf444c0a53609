const KEY = 'berth.return'

/** Keeps a guest's own link in this browser, where it can be seen again. */
export function keepReturn(token: string): void {
  localStorage.setItem(KEY, token)
}

export function keptReturn(): string | null {
  return typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY)
}
