'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { TagView } from '@berth/protocol'
import { Dropdown, DropdownItem } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { copyText } from '@berth/ui/copy-text.ts'
import { Copy, Ellipsis, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useMay } from '../../session/use-may.ts'
import { CopyId } from '../copy-text.tsx'
import { When } from '../when.tsx'

export function TagRow({ tag, own, onDelete }: { tag: TagView; own: boolean; onDelete: () => void }) {
  const t = useTranslations('images')
  const common = useTranslations('common')
  const may = useMay()
  const copy = async (command: string) => {
    if (await copyText(command)) notify.success(common('copied'))
  }
  return (
    <Tr>
      <Td className="font-mono text-xs font-medium whitespace-nowrap">{tag.tag}</Td>
      <Td label={t('digest')}>
        <CopyId text={tag.digest} shown={tag.digest.slice(0, 19)} className="text-muted" />
      </Td>
      <Td label={t('platform')} className="text-xs whitespace-nowrap text-muted">
        {tag.platforms.join(', ') || '–'}
      </Td>
      <Td label={t('size')} className="text-right whitespace-nowrap tabular">
        {formatBytes(tag.bytes)}
      </Td>
      <Td label={t('pushed')} className="text-right">
        <When at={tag.pushedAt} />
        {tag.pushedBy ? <span className="block text-xs text-faint">{tag.pushedBy}</span> : null}
      </Td>
      <Td className="w-px text-right">
        <Dropdown
          trigger={
            <IconButton size="icon-sm" label={t('actionsOf', { tag: tag.tag })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <DropdownItem onSelect={() => void copy(`docker pull ${tag.pull}`)}>
            <Copy aria-hidden />
            {t('copyPull')}
          </DropdownItem>
          <DropdownItem onSelect={() => void copy(tag.pull)}>
            <Copy aria-hidden />
            {t('copyReference')}
          </DropdownItem>
          {own && may('registry:delete') ? (
            <DropdownItem danger onSelect={onDelete}>
              <Trash2 aria-hidden />
              {t('deleteTag')}
            </DropdownItem>
          ) : null}
        </Dropdown>
      </Td>
    </Tr>
  )
}
