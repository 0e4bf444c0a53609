import { Webhooks } from '../../../../../components/webhooks/webhooks.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('webhooks')

export default function WebhooksPage() {
  return (
    <OnlyAllowed permission="webhook:manage">
      <Webhooks />
    </OnlyAllowed>
  )
}
