import type { VideoFacts } from '../../domain/video.ts';

/** Levels of the 12-bit planes that the curve is laid over: finer than any video's own. */
const TOP = 4095;

/** Brightness of plain white in HDR video, cd/m² (ITU-R BT.2408, 2.2). */
const WHITE = 203;
/** The brightest that still differs from white: peak of most graded HDR video, in units of WHITE. */
const PEAK = 1000 / WHITE;

/** SMPTE ST 2084, 5.2: a code value from 0 to 1 to cd/m². */
const PQ =
  'st(1,pow(ld(0),1/78.84375));' +
  '10000*pow(max(ld(1)-0.8359375,0)/(18.8515625-18.6875*ld(1)),1/0.1593017578125)';

/** ITU-R BT.2100, table 5, for a screen of 1000 cd/m²; its system gamma is laid on each channel by itself. */
const HLG =
  '1000*pow(if(lte(ld(0),0.5),ld(0)*ld(0)/3,(exp((ld(0)-0.55991073)/0.17883277)+0.28466892)/12),1.2)';

/**
 * The filters that bring HDR pictures to the range of ordinary screens, with a comma behind; none for other pictures.
 * Each channel goes through Reinhard's curve (Reinhard and others 2002, equation 4) and the gamma 2.2; then the wide
 * primaries of BT.2020 are brought to those of BT.709 (ITU-R BT.2087's matrix inverted, laid on coded values).
 * Every build of ffmpeg has these filters, so a picture does not depend on the build.
 */
export function toneMapping(range: VideoFacts['dynamicRange']): string {
  if (range === 'sdr') return '';
  const light = `st(0,min(1,val/${TOP}));st(2,(${range === 'pq' ? PQ : HLG})/${WHITE})`;
  const mapped = `ld(2)*(1+ld(2)/${(PEAK ** 2).toFixed(4)})/(1+ld(2))`;
  const curve = `'${`${light};${TOP}*pow(min(1,${mapped}),1/2.2)`.replaceAll(',', '\\,')}'`;
  const primaries =
    'rr=1.6605:rg=-0.5876:rb=-0.0729:gr=-0.1246:gg=1.1329:gb=-0.0083:br=-0.0182:bg=-0.1006:bb=1.1188';
  return `format=gbrp12,lutrgb=r=${curve}:g=${curve}:b=${curve},colorchannelmixer=${primaries},`;
}
