-- AlterTable
ALTER TABLE "Volume" ADD COLUMN     "backupDueAt" TIMESTAMP(3),
ADD COLUMN     "backupEvery" TEXT,
ADD COLUMN     "backupKeep" INTEGER NOT NULL DEFAULT 7;

-- CreateTable
CREATE TABLE "BackupTarget" (
    "tenantId" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "bucket" TEXT NOT NULL,
    "prefix" TEXT NOT NULL DEFAULT '',
    "accessKeyId" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "pathStyle" BOOLEAN NOT NULL DEFAULT true,
    "changedBy" TEXT NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BackupTarget_pkey" PRIMARY KEY ("tenantId")
);

-- CreateTable
CREATE TABLE "VolumeBackup" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "volumeName" TEXT NOT NULL,
    "volumeId" TEXT,
    "appName" TEXT,
    "bytes" BIGINT NOT NULL,
    "storedBytes" BIGINT NOT NULL,
    "limitBytes" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "own" BOOLEAN NOT NULL,
    "createdBy" TEXT NOT NULL,
    "takenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VolumeBackup_pkey" PRIMARY KEY ("tenantId","id")
);

-- CreateTable
CREATE TABLE "VolumeTransfer" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "volumeId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "backupId" TEXT NOT NULL,
    "origin" TEXT NOT NULL DEFAULT 'asked',
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "movedBytes" BIGINT NOT NULL DEFAULT 0,
    "totalBytes" BIGINT NOT NULL DEFAULT 0,
    "reason" TEXT,
    "snapshotId" TEXT,
    "holder" TEXT,
    "beatAt" TIMESTAMP(3),
    "notBefore" TIMESTAMP(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "VolumeTransfer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "VolumeBackup_tenantId_volumeName_takenAt_idx" ON "VolumeBackup"("tenantId", "volumeName", "takenAt");

-- CreateIndex
CREATE INDEX "VolumeBackup_volumeId_idx" ON "VolumeBackup"("volumeId");

-- CreateIndex
CREATE INDEX "VolumeTransfer_tenantId_idx" ON "VolumeTransfer"("tenantId");

-- CreateIndex
CREATE INDEX "VolumeTransfer_volumeId_createdAt_idx" ON "VolumeTransfer"("volumeId", "createdAt");

-- CreateIndex
CREATE INDEX "VolumeTransfer_state_idx" ON "VolumeTransfer"("state");

-- AddForeignKey
ALTER TABLE "BackupTarget" ADD CONSTRAINT "BackupTarget_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeBackup" ADD CONSTRAINT "VolumeBackup_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeBackup" ADD CONSTRAINT "VolumeBackup_volumeId_fkey" FOREIGN KEY ("volumeId") REFERENCES "Volume"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeTransfer" ADD CONSTRAINT "VolumeTransfer_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeTransfer" ADD CONSTRAINT "VolumeTransfer_volumeId_fkey" FOREIGN KEY ("volumeId") REFERENCES "Volume"("id") ON DELETE CASCADE ON UPDATE CASCADE;
