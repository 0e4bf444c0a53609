'use client'

import type { VolumeView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { ConfirmByName } from '../confirm-by-name.tsx'
import { sendArchive } from './send-archive.ts'
import { useRefreshVolumes } from './use-volumes.ts'

/** Chooses a file whose content takes the place of what a volume holds; asks before it begins. */
export function ImportArchive({ volume, disabled }: { volume: VolumeView; disabled: boolean }) {
  const t = useTranslations('volumes')
  const { name } = volume
  const tenant = useTenant()
  const refresh = useRefreshVolumes()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [percent, setPercent] = useState(0)
  const leaving = useRef(new AbortController())
  const close = () => {
    leaving.current.abort()
    setFile(null)
  }
  // who leaves the page leaves the import, which then changes nothing
  useEffect(() => () => leaving.current.abort(), [])
  const send = useMutation({
    mutationFn: (chosen: File) => {
      leaving.current = new AbortController()
      const onProgress = (share: number) => setPercent(Math.floor(share * 100))
      return sendArchive({ tenant, volume: name, file: chosen, signal: leaving.current.signal, onProgress })
    },
    onSuccess: async () => {
      notify.success(t('imported', { name }))
      setFile(null)
      await refresh()
    },
  })
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".tar,.gz,.tgz,.zst"
        aria-label={t('import')}
        onChange={(event) => {
          setFile(event.target.files?.[0] ?? null)
          setPercent(0)
          send.reset()
          event.target.value = '' // the same file can be chosen again
        }}
      />
      <Button size="sm" disabled={disabled} onClick={() => input.current?.click()}>
        {t('import')}
      </Button>
      {file ? (
        <ConfirmByName
          open
          onOpenChange={(open) => open || close()}
          title={t('importTitle', { file: file.name })}
          name={name}
          action={send.isPending ? t('importing', { percent }) : t('import')}
          busy={send.isPending}
          error={send.error}
          onConfirm={() => send.mutate(file)}
        >
          {t('importHint')}
        </ConfirmByName>
      ) : null}
    </>
  )
}
