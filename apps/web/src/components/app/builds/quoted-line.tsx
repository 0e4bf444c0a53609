/** A line of a file with a mark below its column. */
export function QuotedLine(props: {
  file: string
  line: number
  column?: number | undefined
  text?: string | undefined
}) {
  const { file, line, column, text } = props
  return (
    <div className="grid gap-1">
      <span className="font-mono text-xs text-muted">
        {file}:{line}
      </span>
      {text === undefined ? null : (
        <pre className="overflow-x-auto rounded-md border bg-surface p-2 font-mono text-xs">
          {text}
          {column === undefined ? null : `\n${text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')}^`}
        </pre>
      )}
    </div>
  )
}
