const FORWARDED: readonly NodeJS.Signals[] = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGCONT',
  'SIGWINCH',
]

/** What this process is sent goes to another one; returns what ends that. */
export function forwardSignals(send: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of FORWARDED) process.on(signal, send)
  return () => {
    for (const signal of FORWARDED) process.off(signal, send)
  }
}
