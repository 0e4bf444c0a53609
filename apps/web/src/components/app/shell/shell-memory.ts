import type { ShellAddress } from './terminal-session.ts'

/** Remembers a tab's shell, so that a reload of the page comes back to it. */
export function shellMemory(key: string) {
  return {
    read: (): ShellAddress | null => {
      const [execId, containerId] = (sessionStorage.getItem(key) ?? '').split(' ')
      return execId && containerId ? { execId, containerId } : null
    },
    write: (shell: ShellAddress | null): void => {
      if (shell === null) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, `${shell.execId} ${shell.containerId}`)
    },
  }
}
