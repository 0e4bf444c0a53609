import { cn } from '@berth/ui/cn.ts'
import { memo } from 'react'
import { parseAnsi } from './ansi.ts'
import { ANSI_CLASS } from './ansi-class.ts'
import { Highlighted } from './highlighted.tsx'
import type { BufferedLine } from './log-buffer.ts'

type LogRowProps = {
  line: BufferedLine
  instance: string | null
  wrap: boolean
  search: string
  current: boolean
}

/** Time, instance, text. Standard error has a mark at its edge. */
export const LogRow = memo(function LogRow({ line, instance, wrap, search, current }: LogRowProps) {
  return (
    <div
      className={cn(
        'flex min-h-5 gap-3 border-l-2 px-3 leading-5',
        line.stream === 'stderr' ? 'border-bad' : 'border-transparent',
        line.stream === 'system' && 'text-muted italic',
        current ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <time dateTime={line.at} title={line.at} className="shrink-0 text-faint select-none tabular">
        {clockTime(line.at)}
      </time>
      {instance === null ? null : (
        <span className="w-14 shrink-0 truncate text-accent-text select-none">{instance}</span>
      )}
      <span className={wrap ? 'min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre'}>
        {parseAnsi(line.text).map((span, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- a line never changes
          <span key={i} className={cn(span.color && ANSI_CLASS[span.color], span.bold && 'font-semibold')}>
            <Highlighted text={span.text} search={search} />
          </span>
        ))}
      </span>
    </div>
  )
})

function clockTime(at: string): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
