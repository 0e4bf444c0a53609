'use client'

import type { AppView } from '@berth/protocol'
import { PaletteGroup, PaletteItem } from '@berth/ui/command-palette.tsx'
import { ScrollText, SquareTerminal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { useCurrentTenant } from '../../session/use-tenant.ts'

const PAGES = [
  { key: 'logs', icon: ScrollText },
  { key: 'shell', icon: SquareTerminal, needs: 'app:exec' },
] as const

/** Every app's logs and shell, last, so that they are found by typing and else keep out of the way. */
export function PaletteAppPages(props: { apps: readonly AppView[]; go: (href: string) => () => void }) {
  const t = useTranslations('palette')
  const tenant = useCurrentTenant()
  const may = useMay()
  const pages = PAGES.filter((page) => !('needs' in page) || may(page.needs))
  return (
    <PaletteGroup heading={t('appPages')}>
      {props.apps.flatMap((app) =>
        pages.map(({ key, icon: Icon }) => (
          <PaletteItem
            key={`${app.id}-${key}`}
            value={`${t(`${key}Of`, { app: app.name })} ${app.name} ${key}`}
            icon={<Icon aria-hidden />}
            onSelect={props.go(`/t/${tenant}/apps/${app.name}/${key}`)}
          >
            {t(`${key}Of`, { app: app.name })}
          </PaletteItem>
        )),
      )}
    </PaletteGroup>
  )
}
