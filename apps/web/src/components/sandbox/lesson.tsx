'use client'

import type { Action } from '@berth/lab'
import type { SandboxView } from '@berth/protocol'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Instructions } from '../lab/instructions.tsx'
import { QueryView } from '../query-view.tsx'
import { ChecksPanel } from './checks-panel.tsx'
import type { Files as FilesShown } from './files/use-files.ts'
import { useFilesDragged } from './files/use-files-dragged.ts'
import { loadTerminals } from './first/load-terminals.ts'
import { Ports } from './ports/ports.tsx'
import { usePorts } from './ports/use-ports.ts'
import { ScriptsPanel } from './scripts/scripts-panel.tsx'
import { useTabs } from './terminals/use-tabs.ts'
import { useCheck } from './use-check.ts'
import { useLabWords } from './use-lab-words.ts'

const Terminals = dynamic(() => loadTerminals().then((module) => module.Terminals), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
})

/** Loaded when it is opened, as is its editor. */
const Files = dynamic(() => import('./files/files.tsx').then((module) => module.Files), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
})

/** Instructions beside terminals; below each other on a small screen. */
export function Lesson({ sandbox, files }: { sandbox: SandboxView; files: FilesShown }) {
  const t = useTranslations('sandbox')
  const { run, ...terminals } = useTabs(sandbox)
  const check = useCheck()
  const work = useRef<HTMLDivElement>(null)
  useFilesDragged(files.show)
  const ports = usePorts(sandbox)
  const pages = useLabWords(sandbox.id)
  const act = (action: Action) => {
    if (action.kind === 'run') {
      run(action.terminal, `${action.text.trimEnd()}\r`)
      work.current?.scrollIntoView({ block: 'nearest' }) // on a phone it lies below what is read
    } else if (action.kind === 'check') check.run(action.name)
    else if (action.kind === 'file') files.open({ container: action.container, path: action.path })
    else if (action.kind === 'open') ports.show(action.port, action.path)
  }
  const passed = new Set(sandbox.checks.filter(({ result }) => result?.passed).map(({ name }) => name))
  return (
    <div className="grid min-h-0 flex-1 grid-cols-1 lg:grid-cols-[minmax(18rem,2fr)_3fr]">
      <section
        aria-label={t('instructions')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        className="grid min-w-0 content-start gap-4 p-4 -outline-offset-2 max-lg:border-b lg:overflow-y-auto lg:border-r"
      >
        <QueryView query={pages} skeleton={<Skeleton className="h-64" />}>
          {(data) => <Instructions pages={data.pages} onAction={act} passed={passed} />}
        </QueryView>
        <ChecksPanel sandbox={sandbox} titles={pages.data?.checks} />
        <ScriptsPanel sandbox={sandbox} />
      </section>
      <div ref={work} className="flex min-h-0 min-w-0 flex-col">
        <Ports sandbox={sandbox} ports={ports} />
        {files.shown ? <Files sandbox={sandbox} files={files} /> : null}
        <Terminals sandbox={sandbox} files={files} {...terminals} />
      </div>
    </div>
  )
}
