import type { SimulatedHost } from '../fleet/appliance.js';
import { fields, type Field, type FieldRow } from './render-records.js';

type Reading = readonly [name: string, value: string, unit: string, status: 'OK' | 'ERROR' | 'NA'];

function sensorRecords(readings: readonly Reading[]): Field[][] {
  return readings.map(([name, value, unit, status]) => {
    const rows: FieldRow[] = [
      ['Name', 'name', name],
      ['Current Value', 'current_value', value],
      ['Unit', 'unit', unit],
      ['Status', 'status', status],
    ];
    return fields(...rows);
  });
}

/** `show systemhealthpowersupply`: all miscellaneous sensors, so the chassis switch stands among the supplies */
export function powerSupplyRecords(host: SimulatedHost): Field[][] {
  const supplies = host.powerSupplies.map((state, position): Reading => {
    const name = `PS${position + 1} Status`;
    return state === 'ok' ? [name, 'Present', '', 'OK'] : [name, 'Failure detected', '', 'ERROR'];
  });
  return sensorRecords([...supplies, ['Chassis Intru', '0', '', 'NA']]);
}

/** `show systemhealthfanspeed` */
export function fanRecords(): Field[][] {
  const speeds = ['9600', '9525', '9600', '9675'];
  return sensorRecords(speeds.map((speed, position): Reading => [`FAN ${position + 1}`, speed, 'RPM', 'OK']));
}

/** `show systemhealthtemperature` */
export function temperatureRecords(): Field[][] {
  return sensorRecords([
    ['CPU1 Temp', '47', 'degrees C', 'OK'],
    ['CPU2 Temp', '49', 'degrees C', 'OK'],
    ['System Temp', '31', 'degrees C', 'OK'],
  ]);
}

/** `show systemhealthvoltage` */
export function voltageRecords(): Field[][] {
  return sensorRecords([
    ['12V', '12.19', 'Volts', 'OK'],
    ['5VCC', '5.03', 'Volts', 'OK'],
    ['3.3VCC', '3.31', 'Volts', 'OK'],
    ['VBAT', '3.02', 'Volts', 'OK'],
  ]);
}
