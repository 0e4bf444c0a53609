import { Environment } from '../../../../../../../components/app/env/environment.tsx'
import { Secrets } from '../../../../../../../components/app/secrets/secrets.tsx'
import { titled } from '../../../../../../../page-title.ts'

export const generateMetadata = titled('env')

export default function EnvironmentPage() {
  return (
    <>
      <Environment />
      <Secrets />
    </>
  )
}
