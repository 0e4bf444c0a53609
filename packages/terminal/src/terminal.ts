/** One viewer of a terminal session: node-pty runs the attach client, and this steers it. */
export type TerminalViewer = {
  onData(listener: (data: Uint8Array) => void): void
  /** once, with the session's exit code as a shell would have it; 125 when the way to the session was lost */
  onEnd(listener: (exitCode: number) => void): void
  /** resolves when the terminal took it: a program that does not read makes its writer wait */
  write(data: Uint8Array): Promise<void>
  resize(size: { cols: number; rows: number }): void
  /** flow control: the source stops while paused */
  pause(): void
  resume(): void
  close(): void
}

export type OpenViewer = (
  command: { file: string; args: readonly string[] },
  size: { cols: number; rows: number },
) => TerminalViewer
