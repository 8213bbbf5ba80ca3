import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVolumes } from '../../../src/adapters/files/create-volumes.ts';
import { parseMounts } from '../../../src/adapters/files/parse-mounts.ts';
import { placeOn } from '../../../src/domain/video.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const TABLE = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 8:17 / /media/USB\\040stick\\0111 rw master:3 propagate_from:2 - exfat /dev/sdb1 rw
31 22 8:1 /home/films /srv/films rw - ext4 /dev/sda1 rw
32 22 0:40 / /dev/shm rw - tmpfs tmpfs rw
33 22 0:41 / /run rw - tmpfs tmpfs rw
34 22 0:42 / /mnt/nas rw - nfs4 nas:/films rw
35 22 8:33 / /mnt/disk rw - ext4 /dev/sdc1 rw
36 35 8:49 / /mnt/disk rw - ext4 /dev/sdd1 rw
nonsense
`;
const uuids = new Map([['/dev/sdb1', '1234-ABCD']]);
const at = (mountPath: string) => parseMounts(TABLE, uuids).find((volume) => volume.mountPath === mountPath);

describe('the mount table', () => {
  it('knows a file system by its UUID, else by type and source', () => {
    expect(at('/')).toEqual({ identity: 'ext4:/dev/sda1', label: '/', mountPath: '/' });
    expect(at('/mnt/nas')).toEqual({ identity: 'nfs4:nas:/films', label: 'nas', mountPath: '/mnt/nas' });
  });

  it('reads blanks in mount points', () => {
    expect(at('/media/USB stick\t1')).toEqual({
      identity: 'uuid:1234-ABCD',
      label: 'USB stick\t1',
      mountPath: '/media/USB stick\t1',
    });
  });

  it('tells a part of a file system from the whole, and memory file systems from each other', () => {
    expect(at('/srv/films')!.identity).toBe('ext4:/dev/sda1:/home/films');
    expect(at('/dev/shm')!.identity).not.toBe(at('/run')!.identity);
  });

  it('hides what lies below a folder that another is mounted on', () => {
    const later = `${TABLE}37 22 8:65 / /media rw - ext4 /dev/sde1 rw\n`;
    expect(parseMounts(later, uuids).map(({ mountPath }) => mountPath)).toEqual([
      '/',
      '/srv/films',
      '/dev/shm',
      '/run',
      '/mnt/nas',
      '/mnt/disk',
      '/media',
    ]);
  });

  it('takes a folder that waits for its drive for none', () => {
    const waiting = '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 22 0:50 / /mnt/nas rw - autofs systemd-1 rw\n';
    const [root, ...more] = parseMounts(waiting, uuids);
    expect([root?.mountPath, more]).toEqual(['/', []]);
    const come = `${waiting}41 40 0:51 / /mnt/nas rw - nfs4 nas:/films rw\n`;
    expect(parseMounts(come, uuids)[1]?.identity).toBe('nfs4:nas:/films');
  });

  it('shows only what is mounted on top', () => {
    expect(parseMounts(TABLE, uuids).filter(({ mountPath }) => mountPath === '/mnt/disk')).toEqual([
      { identity: 'ext4:/dev/sdd1', label: 'disk', mountPath: '/mnt/disk' },
    ]);
  });
});

describe('the volumes of this machine', () => {
  const volumes = createVolumes(process.platform);

  it('hold every path, on the longest mount point above it', () => {
    const folder = tempFolder();
    const volume = volumes.of(folder);
    expect(`${folder}/`.startsWith(volume.mountPath === '/' ? '/' : `${volume.mountPath}/`)).toBe(true);
    expect(volumes.mountPathOf(volume)).toBe(volume.mountPath);
    expect(placeOn(volume, `${folder}/a/b.mp4`).path).toMatch(/[^/].*a\/b\.mp4$/);
  });

  it('tell /proc from the disk below it, and /procedure from /proc', (context) => {
    if (process.platform !== 'linux') context.skip('there is no /proc on this system');
    expect(volumes.of('/proc/self').mountPath).toBe('/proc');
    expect(volumes.of('/procedure').mountPath).toBe('/');
  });

  it('have no place for a volume that is not mounted', () => {
    expect(volumes.mountPathOf({ identity: 'uuid:none', mountPath: '/media/none' })).toBeUndefined();
  });

  it('are known by mount point and device elsewhere', () => {
    const plain = createVolumes('darwin');
    const folder = tempFolder();
    const volume = plain.of(folder);
    expect(`${folder}/`.startsWith(volume.mountPath)).toBe(true);
    expect(plain.mountPathOf(volume)).toBe(volume.mountPath);
    expect(
      plain.mountPathOf({ identity: 'mount:/Volumes/none', mountPath: '/Volumes/none' }),
    ).toBeUndefined();
    // The folder of a drive that is away, which lies on its parent's device.
    writeFileSync(join(folder, 'a'), '');
    expect(plain.mountPathOf({ identity: `mount:${folder}`, mountPath: folder })).toBeUndefined();
  });
});
