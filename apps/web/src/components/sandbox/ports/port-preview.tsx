'use client'

import type { SandboxView } from '@berth/protocol'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryView } from '../../query-view.tsx'
import { StayIn } from './stay-in.tsx'
import { useEnterPort } from './use-enter-port.ts'
import type { Ports, Shown } from './use-ports.ts'

/**
 * Scripts of it run, on its own host: they cannot reach this page, nor send its visitor elsewhere. Asked for anew with
 * each visit, because what lets it in is good for one.
 */
const ALLOWED = 'allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads'

/** A port of the lab in a frame beside its terminals. */
export function PortPreview(props: { sandbox: SandboxView; ports: Ports; shown: Shown }) {
  const t = useTranslations('sandboxPorts')
  const { ports, shown } = props
  const { sandbox } = props
  const entry = useEnterPort(sandbox.id, sandbox.attempt, shown)
  const address = ports.all.find(({ name }) => name === shown.name)?.url ?? ''
  return (
    <section
      aria-label={t('preview', { name: shown.name })}
      className="flex h-96 min-h-0 min-w-0 flex-col border-b bg-surface lg:h-1/2"
    >
      <div className="flex min-w-0 items-center gap-1 border-b px-2 py-0.5">
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted" title={address}>
          {address}
          {shown.path === '/' ? '' : shown.path}
        </span>
        <IconButton label={t('reload')} size="icon" onClick={() => ports.show(shown.name, shown.path)}>
          <RotateCw aria-hidden />
        </IconButton>
        <IconButton label={t('close')} size="icon" onClick={ports.hide}>
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 bg-white">
        <QueryView query={entry} skeleton={<Skeleton className="h-full" />}>
          {({ url }) => (
            <iframe
              key={url}
              src={url}
              sandbox={ALLOWED}
              referrerPolicy="no-referrer"
              title={t('preview', { name: shown.name })}
              className="size-full border-0"
            />
          )}
        </QueryView>
        <StayIn key={shown.name} sandbox={sandbox} name={shown.name} />
      </div>
    </section>
  )
}
