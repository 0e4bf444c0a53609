/** A few last lines, as they were written. */
export function LogTail({ lines }: { lines: readonly string[] }) {
  return (
    <pre className="max-h-48 overflow-auto rounded-md border bg-surface p-2.5 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
      {lines.join('\n')}
    </pre>
  )
}
