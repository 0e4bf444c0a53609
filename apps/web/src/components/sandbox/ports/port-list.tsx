'use client'

import type { SandboxPortView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import { ExternalLink, Globe, Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Copy } from '../../copy-text.tsx'
import type { Ports } from './use-ports.ts'

/** What of the lab can be opened in a browser: here, in a tab of its own, or by its address. */
export function PortList({ ports }: { ports: Ports }) {
  const t = useTranslations('sandboxPorts')
  return (
    <ul
      aria-label={t('title')}
      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b bg-surface p-1"
    >
      {ports.all.map((port) => (
        <li key={port.name} className="flex min-w-0 items-center gap-1">
          <ToggleButton
            pressed={ports.shown?.name === port.name}
            onClick={() => (ports.shown?.name === port.name ? ports.hide() : ports.show(port.name))}
          >
            <WhoMay port={port} />
            {t('port', { name: port.name, container: port.container, port: port.port })}
          </ToggleButton>
          <Button asChild variant="ghost" size="icon">
            <a
              href={port.url}
              target="_blank"
              rel="noreferrer"
              aria-label={t('newTab', { name: port.name })}
              title={t('newTab', { name: port.name })}
            >
              <ExternalLink aria-hidden />
            </a>
          </Button>
          <Copy text={port.url} />
        </li>
      ))}
    </ul>
  )
}

function WhoMay({ port }: { port: SandboxPortView }) {
  const t = useTranslations('sandboxPorts')
  const [Icon, words] = port.open ? [Globe, t('open')] : [Lock, t('locked')]
  return (
    <span title={words}>
      <Icon aria-hidden />
      <span className="sr-only">{words}</span>
    </span>
  )
}
