'use client'

import type { SecretView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { When } from '../when.tsx'
import { SecretVersions } from './secret-versions.tsx'

/** Name, version, who set it and when; there is no value to show. */
export function SecretRow(props: { secret: SecretView; onSet: () => void; onRemove: () => void }) {
  const t = useTranslations('secrets')
  const mayChange = useMay()('app:deploy')
  const { name, as, version, versions } = props.secret
  const present = versions.find(({ number }) => number === version)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <span className="min-w-0 flex-1 basis-60">
        <span className="font-mono break-all">{name}</span>
        <span className="block text-xs text-muted">
          {as === 'file' ? <code className="font-mono break-all">/run/secrets/{name}</code> : t('env')}
          {present ? (
            <>
              {' · '}
              {t('setBy', { by: present.by })} <When at={present.at} />
            </>
          ) : null}
        </span>
      </span>
      <Button size="sm" disabled={!mayChange} onClick={props.onSet}>
        {t('set')}
      </Button>
      <IconButton
        size="icon-sm"
        label={t('removeTitle', { name })}
        disabled={!mayChange}
        onClick={props.onRemove}
      >
        <Trash2 aria-hidden />
      </IconButton>
      <SecretVersions version={version} versions={versions} />
    </li>
  )
}
