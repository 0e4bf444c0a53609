'use client'

import type { MirrorSummary } from '@berth/protocol'
import { Panel } from '@berth/ui/panel.tsx'
import { useTranslations } from 'next-intl'
import { Command } from '../copy-text.tsx'
import { Snippet } from './snippet.tsx'
import { mirrorSnippets } from './snippets.ts'

/** What to type or to write into which file, for one mirror. */
export function ClientSnippets({ mirror, host }: { mirror: MirrorSummary; host: string }) {
  const t = useTranslations('mirrors')
  const snippets = mirrorSnippets(mirror, { host, isPlain: globalThis.location?.protocol === 'http:' })
  return (
    <div className="grid grid-cols-1 gap-4">
      <Panel title={t('clients.path')} description={t('clients.pathHint')}>
        <div className="grid grid-cols-1 gap-2">
          {[snippets.login, snippets.pull, snippets.deploy].map((command) => (
            <Command key={command} command={command} />
          ))}
        </div>
      </Panel>
      <Panel title="docker">
        <div className="grid grid-cols-1 gap-2 text-sm">
          <p>{t('clients.dockerHint')}</p>
          {snippets.docker ? (
            <>
              <p>{t('clients.dockerPlain')}</p>
              <Snippet file="/etc/docker/daemon.json" text={snippets.docker} />
            </>
          ) : null}
        </div>
      </Panel>
      {snippets.containerd ? (
        <Panel title="containerd" description={t('clients.containerdHint')}>
          <Snippet file={snippets.containerd.file} text={snippets.containerd.text} />
        </Panel>
      ) : null}
      {snippets.podman ? (
        <Panel title="podman, buildah, skopeo" description={t('clients.podmanHint')}>
          <Snippet file="/etc/containers/registries.conf.d/berth.conf" text={snippets.podman} />
        </Panel>
      ) : null}
    </div>
  )
}
