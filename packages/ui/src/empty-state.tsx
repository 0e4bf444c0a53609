import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export function EmptyState(props: {
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  className?: string
}) {
  const Icon = props.icon
  return (
    <div
      className={cn(
        'grid justify-items-center gap-3 rounded-lg border border-dashed px-4 py-12 text-center',
        props.className,
      )}
    >
      <span className="grid size-10 place-items-center rounded-lg border bg-surface text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
      <h2 className="text-lg font-semibold text-balance">{props.title}</h2>
      {props.children}
    </div>
  )
}
