'use client'

import type { BuildDetailView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { SearchInput } from '@berth/ui/search-input.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { plainText } from '../logs/ansi.ts'
import { downloadText } from '../logs/download-log.ts'
import { useAppName } from '../use-app.ts'
import { outputSteps } from './output-steps.ts'
import { StepOutput } from './step-output.tsx'
import { useBuildOutput } from './use-build-output.ts'

/** What the build prints, by its steps; the one that runs or failed is open, and those in which the search is. */
export function BuildOutputPanel({ build }: { build: BuildDetailView }) {
  const t = useTranslations('builds')
  const { text, ended, lost } = useBuildOutput({ ...useAppName(), id: build.id })
  const [search, setSearch] = useState('')
  const steps = useMemo(() => outputSteps(text, build.state === 'failed'), [text, build.state])
  const needle = search.toLowerCase()
  const has = (lines: readonly string[]) =>
    needle !== '' && lines.some((line) => plainText(line).toLowerCase().includes(needle))
  return (
    <section aria-label={t('output')} className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="min-w-48 flex-1"
        />
        <Button
          size="sm"
          disabled={text === ''}
          onClick={() => downloadText(`${build.id}.log`, plainText(text))}
        >
          <Download aria-hidden />
          {t('download')}
        </Button>
      </div>
      {lost ? <p className="text-xs text-warn">{t('lost')}</p> : null}
      {steps.length === 0 && ended === null && !lost ? <Skeleton className="h-40" /> : null}
      {steps.length === 0 && ended !== null ? (
        <p className="rounded-lg border border-dashed p-4 text-sm text-muted">
          {t(ended ? 'printedNothing' : 'nothingPrinted')}
        </p>
      ) : null}
      {steps.length > 0 ? (
        <div className="overflow-hidden rounded-lg border bg-surface">
          {steps.map((step) => (
            <StepOutput
              key={step.number ?? -1}
              step={step}
              search={search}
              open={step.state === 'failed' || step.state === 'running' || has(step.lines)}
            />
          ))}
        </div>
      ) : null}
      {build.outputLost > 0 ? (
        <p className="text-xs text-muted">{t('outputLost', { bytes: build.outputLost })}</p>
      ) : null}
    </section>
  )
}
