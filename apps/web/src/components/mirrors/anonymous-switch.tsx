'use client'

import { Checkbox } from '@berth/ui/checkbox.tsx'
import { useTranslations } from 'next-intl'
import { useMirrorActions } from './use-mirror-actions.ts'

export function AnonymousSwitch({ anonymous }: { anonymous: boolean }) {
  const t = useTranslations('mirrors')
  const { setAnonymous } = useMirrorActions()
  return (
    <Checkbox
      label={t('anonymous')}
      hint={t('anonymousHint')}
      checked={setAnonymous.isPending ? setAnonymous.variables.anonymous : anonymous}
      onChange={(event) => setAnonymous.mutate({ anonymous: event.target.checked })}
    />
  )
}
