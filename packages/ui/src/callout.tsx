import { CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const LOOKS = {
  info: { icon: Info, className: 'border-accent/30 bg-accent-soft', iconClass: 'text-accent-text' },
  warn: { icon: TriangleAlert, className: 'border-warn/30 bg-warn-soft', iconClass: 'text-warn' },
  bad: { icon: CircleX, className: 'border-bad/30 bg-bad-soft', iconClass: 'text-bad' },
} as const

/** Something that must be read: what happened, and below it what to do. */
export function Callout(props: {
  tone: keyof typeof LOOKS
  title: ReactNode
  actions?: ReactNode
  role?: 'alert' | 'status'
  className?: string
  children?: ReactNode
}) {
  const look = LOOKS[props.tone]
  const Icon = look.icon
  return (
    <div
      role={props.role}
      className={cn('flex gap-3 rounded-lg border p-3', look.className, props.className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', look.iconClass)} />
      <div className="grid min-w-0 flex-1 gap-2 text-sm">
        <p className="font-medium [overflow-wrap:anywhere]">{props.title}</p>
        {props.children}
        {props.actions ? <div className="flex flex-wrap gap-2 pt-1">{props.actions}</div> : null}
      </div>
    </div>
  )
}
