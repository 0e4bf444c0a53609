'use client'

import { MIRROR_PRESETS } from '@berth/protocol'
import { Field } from '@berth/ui/field.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EMPTY_MIRROR, type MirrorText, presetText } from './mirror-form.ts'

const CUSTOM = 'custom'

/** Fills in what is known of a registry that many mirror. */
export function PresetSelect({ onChoose }: { onChoose: (text: Partial<MirrorText>) => void }) {
  const t = useTranslations('mirrors')
  const [chosen, setChosen] = useState(CUSTOM)
  const choose = (name: string) => {
    setChosen(name)
    const preset = MIRROR_PRESETS.find((one) => one.name === name)
    const { prefix, url, namespaces } = EMPTY_MIRROR
    onChoose(preset ? presetText(preset) : { prefix, url, namespaces })
  }
  const options = MIRROR_PRESETS.map(({ name }) => ({ value: name, label: name }))
  return (
    <Field label={t('preset')}>
      <Select
        value={chosen}
        onValueChange={choose}
        options={[{ value: CUSTOM, label: t('custom') }, ...options]}
      />
    </Field>
  )
}
