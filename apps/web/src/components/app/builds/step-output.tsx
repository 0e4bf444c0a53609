'use client'

import { cn } from '@berth/ui/cn.ts'
import { ChevronRight, CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { parseAnsi } from '../logs/ansi.ts'
import { Highlighted } from '../logs/highlighted.tsx'
import { ANSI_CLASS } from '../logs/ansi-class.ts'
import type { OutputStep } from './output-steps.ts'

/** Beyond these the newest are shown; all of them are in the download. */
const SHOWN_LINES = 2000

/** One step, folded unless it is where one looks. */
export function StepOutput({ step, open, search }: { step: OutputStep; open: boolean; search: string }) {
  const t = useTranslations('builds')
  const { lines } = step
  const shown = lines.slice(-SHOWN_LINES)
  if (shown.length === 0)
    return (
      <p className="flex items-center gap-2 border-b px-3 py-2 pl-9 text-sm last:border-b-0">
        <StepTitle step={step} />
      </p>
    )
  return (
    <details open={open} className="group border-b last:border-b-0">
      <summary className="flex cursor-pointer list-none items-center gap-2 px-3 py-2 text-sm -outline-offset-2 hover:bg-hover/50 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        <StepTitle step={step} />
      </summary>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto border-t bg-sunken/40 px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {lines.length > shown.length ? `${t('linesBefore', { lines: lines.length - shown.length })}\n` : null}
        {shown.map((line, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- a line never changes
          <span key={i} className="block min-h-5">
            {parseAnsi(line).map((span, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a line never changes
              <span
                key={at}
                className={cn(span.color && ANSI_CLASS[span.color], span.bold && 'font-semibold')}
              >
                <Highlighted text={span.text} search={search} />
              </span>
            ))}
          </span>
        ))}
      </pre>
    </details>
  )
}

const SAID = { cached: 'cachedStep', failed: 'failedStep', stopped: 'stoppedStep' } as const

function StepTitle({ step: { title, state, took } }: { step: OutputStep }) {
  const t = useTranslations('builds')
  const said = state === 'running' || state === 'done' ? undefined : SAID[state]
  return (
    <>
      {state === 'failed' ? <CircleX aria-hidden className="size-4 shrink-0 text-bad" /> : null}
      <span className="min-w-0 flex-1 truncate font-mono text-xs" title={title}>
        {title === '' ? t('noStep') : title}
      </span>
      <span className={cn('shrink-0 text-xs tabular', state === 'failed' ? 'text-bad' : 'text-muted')}>
        {said === undefined ? (took ?? '') : t(said)}
      </span>
    </>
  )
}
