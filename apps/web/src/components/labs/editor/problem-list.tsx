import type { LabProblemView } from '@berth/protocol'
import { CircleCheck, CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'

/** What is wrong, each with its place; a click shows the file. */
export function ProblemList(props: { problems: readonly LabProblemView[]; onShow: (file: string) => void }) {
  const t = useTranslations('labs')
  if (props.problems.length === 0)
    return (
      <p className="flex items-center gap-2 text-sm text-muted" role="status">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        {t('noProblem')}
      </p>
    )
  return (
    <ul aria-label={t('problems', { count: props.problems.length })} className="grid grid-cols-1 gap-1">
      {props.problems.map(({ file, line, column, message }) => (
        <li key={`${file}:${line}:${column}:${message}`}>
          <button
            type="button"
            onClick={() => props.onShow(file)}
            className="flex w-full items-start gap-2 rounded-md px-1 py-0.5 text-left text-sm hover:bg-hover"
          >
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-mono text-xs text-muted">
                {file}:{line}:{column}
              </span>{' '}
              {message}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
