'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTenant } from '../../../session/use-tenant.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { Copy } from '../../copy-text.tsx'

/** The manifest as it was pushed, read when it is opened. */
export function ImageManifest(props: { repository: string; reference: string }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const [opened, setOpened] = useState(false)
  const manifest = useQuery(useTRPC().images.manifest.queryOptions({ tenant, ...props }, { enabled: opened }))
  const text = manifest.data === undefined ? '' : indent(manifest.data)
  return (
    <details
      className="rounded-lg border bg-surface"
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary className="cursor-pointer px-4 py-2.5 text-sm font-semibold">{t('manifest')}</summary>
      <div className="relative border-t">
        <span className="absolute top-2 right-2">
          <Copy text={manifest.data ?? ''} />
        </span>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
        <pre tabIndex={0} className="max-h-96 overflow-auto p-4 font-mono text-xs">
          {text}
        </pre>
      </div>
    </details>
  )
}

/** What is no JSON was refused when it was pushed. */
function indent(manifest: string): string {
  return JSON.stringify(JSON.parse(manifest), null, 2)
}
