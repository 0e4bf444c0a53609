import pg from 'pg'

const RETRY_MS = 1_000

type Listening = {
  url: string
  /** of Postgres */
  channel: string
  signal: AbortSignal
  /** what was called out before then is not heard */
  onListening: () => Promise<void>
  onPayload: (payload: string) => void
  onError: (error: unknown) => void
}

/** Hears what is called out on a channel until it is aborted, with a connection of its own that is made again. */
export async function listenChannel(options: Listening): Promise<void> {
  while (!options.signal.aborted) {
    try {
      await listenOnce(options)
    } catch (error) {
      options.onError(error)
    }
    if (!options.signal.aborted) await pause(options.signal)
  }
}

/** Returns or throws when the connection ends. */
async function listenOnce({
  url,
  channel,
  signal,
  onListening,
  onPayload,
  onError,
}: Listening): Promise<void> {
  const client = new pg.Client({ connectionString: url, keepAlive: true })
  const ended = new Promise<void>((resolve) => {
    client.once('end', resolve)
    client.on('error', (error) => {
      onError(error)
      resolve()
    })
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await client.connect()
    client.on('notification', ({ payload = '' }) => onPayload(payload))
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
    await onListening()
    await ended
  } finally {
    await client.end().catch(onError)
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
