import { CircleCheck, CircleDashed, CircleSlash, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react'
import { cn } from './cn.ts'

export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'off' | 'none'

const LOOKS = {
  ok: { icon: CircleCheck, className: 'text-ok' },
  busy: { icon: LoaderCircle, className: 'text-accent-text [&_svg]:animate-spin' },
  warn: { icon: TriangleAlert, className: 'text-warn' },
  bad: { icon: CircleX, className: 'text-bad' },
  off: { icon: CircleSlash, className: 'text-muted' },
  none: { icon: CircleDashed, className: 'text-faint' },
} as const

/** A state: a colour, a shape and a word, so that none of the three is needed alone. */
export function Status({ tone, children, className }: { tone: Tone; children: string; className?: string }) {
  const { icon: Icon, className: look } = LOOKS[tone]
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap',
        look,
        className,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {children}
    </span>
  )
}
