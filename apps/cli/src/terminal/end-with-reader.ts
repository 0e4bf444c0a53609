/** As a program that SIGPIPE ended: `berth logs APP | head` is no failure worth words. */
const READER_GONE = 141

/** Ends this process when nobody reads its output any more. */
export function endWithReader(output: NodeJS.WriteStream = process.stdout): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(READER_GONE)
    throw error
  })
}
